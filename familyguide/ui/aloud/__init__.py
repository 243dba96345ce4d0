"""Reading aloud: the voice, what is read, the light on it, and the bar under the page."""

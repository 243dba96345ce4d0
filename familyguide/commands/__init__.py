"""What the longer commands do; `cli` declares their words and loads each only when it is asked for."""

"""One module per page of the guide; pages never import each other."""

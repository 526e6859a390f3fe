"""What is brought in becomes what is kept: the same document, written anew, with nothing in it that nobody asked for."""

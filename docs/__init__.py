"""What the READMEs show, made from the code, the catalogue and real answers, so that it cannot drift."""

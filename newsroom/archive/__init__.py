"""An archive of as many stories as one wants, to measure with: real rows, as publication leaves them, made in bulk."""

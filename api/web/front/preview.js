// The picture of the page follows what is saved.

// Questions that are only asked after another answer; a province that fills the names of a place.

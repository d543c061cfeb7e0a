"""Whether a paper is what this installation issued: the code it bears, its QR, the register and the judgement."""

"""Digital signatures of PDF files: PAdES from a PKCS#12 file, the visible stamp, and what signatures say."""

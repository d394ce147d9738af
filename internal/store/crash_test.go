package store

// crashArchive is set in the environment of a child that adds batches until it is killed.
const crashArchive = "SITREP_CRASH_ARCHIVE"

func crashChild(string) {}

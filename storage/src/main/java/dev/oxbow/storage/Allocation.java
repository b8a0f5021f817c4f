package dev.oxbow.storage;

/** When the room for a torrent's files is taken. */
public enum Allocation {
    /** As blocks are written; what is not written yet takes no room where the file system knows holes. */
    SPARSE,
    /** Before the download begins: it fails at once when there is too little, and is not stopped later by others who fill the disk. */
    FULL
}

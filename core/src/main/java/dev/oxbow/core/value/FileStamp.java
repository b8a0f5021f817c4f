package dev.oxbow.core.value;

/**
 * What tells whether somebody else touched a file: its size, modification time and file key (the inode number where there is one,
 * else 0).
 *
 * @param fileIndex  the file's place in the torrent
 * @param sizeBytes  {@link #MISSING} when there is no such file; then the file key is how many of its bytes the torrent's parts file holds
 * @param modifiedNs nanoseconds since 1970
 */
public record FileStamp(int fileIndex, long sizeBytes, long modifiedNs, long fileKey) {
    public static final long MISSING = -1;

    public static FileStamp missing(int fileIndex) {
        return new FileStamp(fileIndex, MISSING, 0, 0);
    }

    /** There is no such file, because it is not wanted: what came of it with its neighbours lies in the torrent's parts file. */
    public static FileStamp inParts(int fileIndex, long heldBytes) {
        return new FileStamp(fileIndex, MISSING, 0, heldBytes);
    }

    /** How many of the file's bytes the torrent's parts file holds; 0 when the file is there. */
    public long heldBytes() {
        return isMissing() ? fileKey : 0;
    }

    public boolean isMissing() {
        return sizeBytes == MISSING;
    }
}

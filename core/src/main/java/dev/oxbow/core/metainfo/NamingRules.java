package dev.oxbow.core.metainfo;

/**
 * What the file system that a torrent is written to makes of names. Under all of them a path stays inside the download directory and is
 * no other file's; they differ in how much of the torrent's own names is kept, so that data that is there already is found.
 */
public enum NamingRules {
    /** Linux and its relatives: every character but {@code /} and control characters; names that differ in case are two files. */
    POSIX(255, "/", false),
    /** macOS: the same characters, but names that differ in case or in Unicode's composed forms only are one file. */
    MACOS(255, "/", true),
    /** What every system takes, Windows and FAT included: no {@code : ? * " < > |}, no device name, no dot or space at the end. */
    PORTABLE(240, "<>:\"/\\|?*", true);

    final int lengthBytesMax;
    final String forbidden;
    final boolean caseless;

    NamingRules(int lengthBytesMax, String forbidden, boolean caseless) {
        this.lengthBytesMax = lengthBytesMax;
        this.forbidden = forbidden;
        this.caseless = caseless;
    }
}

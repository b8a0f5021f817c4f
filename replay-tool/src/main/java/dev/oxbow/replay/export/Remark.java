package dev.oxbow.replay.export;

/**
 * What the catalogue of rules says at an entry.
 *
 * @param subject      about whom: {@code address:port}, a URL, or {@code us}
 * @param connectionId in which conversation; 0 for none
 */
record Remark(String subject, long connectionId, String text) {
}

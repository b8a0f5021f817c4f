package dev.oxbow.net.webseed;

/**
 * What a web seed may cost.
 *
 * @param stallWindowMs in each such stretch of time a block must come, or a request be answered whole
 * @param skipMaxBytes  how much of a file is read and thrown away when its server does not know ranges
 */
record WebSeedLimits(long stallWindowMs, long skipMaxBytes) {
    static final WebSeedLimits DEFAULT = new WebSeedLimits(20_000, 256 * 1024);

    WebSeedLimits {
        if (stallWindowMs < 1 || skipMaxBytes < 0) {
            throw new IllegalArgumentException("a limit of nothing");
        }
    }
}

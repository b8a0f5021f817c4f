package dev.oxbow.cli;

import dev.oxbow.client.SystemNaming;
import dev.oxbow.core.metainfo.NamingRules;
import picocli.CommandLine.Option;

/** How files are named: the same for every command that reads a torrent, so that {@code info} shows what {@code get} writes. */
final class NamingOptions {
    @Option(names = "--portable-names", description = "Change names that Windows or a FAT volume would refuse, on this system too.")
    private boolean portable;

    NamingRules rules() {
        return portable ? NamingRules.PORTABLE : SystemNaming.rules();
    }
}

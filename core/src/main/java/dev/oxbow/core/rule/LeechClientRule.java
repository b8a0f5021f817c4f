package dev.oxbow.core.rule;

import dev.oxbow.core.value.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Rule 29: clients known to take and not to give. A label, nothing more: names can be borrowed. */
final class LeechClientRule {
    /** How their peer ids begin. */
    private static final List<String> IDS = List.of("-XL", "-SD", "-XF", "-QD", "-BN", "-DL", "-XM", "-HP", "-SP", "-TT", "-GT0", "-DT",
            "-KG");
    /** What their names contain. */
    private static final List<String> NAMES = List.of("xunlei", "thunder", "xfplay", "qqdownload", "baidu", "hp/torrent", "hp 0.0",
            "taipei-torrent", "dandan",
            "stellarplayer", "go.torrent", "bittorrentdog");

    private final Watch watch;

    LeechClientRule(Watch watch) {
        this.watch = watch;
        watch.on(Kind.HANDSHAKE, message -> message.by().peerId().filter(id -> !message.by().isUs()).ifPresent(id -> byId(message, id)));
        watch.on(Kind.EXTENDED_HANDSHAKE, message -> {
            String name = message.line().client().toLowerCase(Locale.ROOT);
            if (!message.by().isUs() && message.by().timesBroken(Code.LEECH_CLIENT) == 0 && NAMES.stream().anyMatch(name::contains)) {
                charge(message, "it calls itself " + message.line().client());
            }
        });
    }

    private void byId(Message message, PeerId id) {
        String text = new String(id.bytes().toArray(), StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        IDS.stream().filter(text::startsWith).findFirst().ifPresent(prefix -> charge(message, "its peer id begins with " + prefix));
    }

    private void charge(Message message, String detail) {
        watch.charge(Code.LEECH_CLIENT, Severity.INFO, Certainty.STATISTICAL, message.by(), detail, List.of(message.sequence()));
    }
}

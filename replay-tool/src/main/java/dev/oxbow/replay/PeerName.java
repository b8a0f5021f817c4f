package dev.oxbow.replay;

import java.util.Locale;
import java.util.function.Supplier;

/** How users name peers. */
final class PeerName {
    private PeerName() {
    }

    /**
     * @param wanted  an address, an address with port, or a part of a client's name
     * @param address with port
     */
    static boolean fits(String wanted, String address, Supplier<String> client) {
        if (address.equals(wanted) || address.startsWith(wanted + ":") || address.startsWith("[" + wanted + "]:")) {
            return true;
        }
        boolean isName = wanted.chars().anyMatch(c -> Character.isLetter(c) && c != ':') && !wanted.contains(":");
        return isName && client.get().toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }
}

package dev.oxbow.core.tracker;

import java.util.List;

/** Why a client announces, as BEP 15 numbers it: 0 nothing special, 1 completed, 2 started, 3 stopped. */
final class UdpEvents {
    private static final List<String> NAMES =
            List.of(AnnounceRequest.REGULAR, AnnounceRequest.COMPLETED, AnnounceRequest.STARTED, AnnounceRequest.STOPPED);

    private UdpEvents() {
    }

    static int number(String event) {
        return Math.max(0, NAMES.indexOf(event));
    }

    /** What a number stands for; one that stands for nothing is a regular announce. */
    static String name(int number) {
        return number >= 0 && number < NAMES.size() ? NAMES.get(number) : AnnounceRequest.REGULAR;
    }
}

package dev.oxbow.net.portmap;

import java.util.List;

/**
 * How long to wait for gateways. They stand next door: one that has not answered in seconds will not.
 *
 * @param answerMs      for PCP and NAT-PMP, how long after each sending; shorter than the RFCs' minutes, because another protocol is next
 * @param searchMs      for the first answer to a UPnP search
 * @param moreAnswersMs for others after the first
 * @param httpMs        for each HTTP exchange
 * @param wholeMs       for all that one request of the caller's leads to: a hostile gateway can make each of its parts slow
 */
record Waits(List<Integer> answerMs, int searchMs, int moreAnswersMs, int httpMs, int wholeMs) {
    static final Waits USUAL = new Waits(List.of(250, 500, 1000), 3000, 300, 5000, 45_000);

    Waits {
        answerMs = List.copyOf(answerMs);
    }
}

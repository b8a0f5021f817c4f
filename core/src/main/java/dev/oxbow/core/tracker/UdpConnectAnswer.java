package dev.oxbow.core.tracker;

/** What a UDP tracker answered to a connect request (BEP 15). */
public sealed interface UdpConnectAnswer {

    /** @param connectionId to be sent with requests for one minute */
    record Connected(long connectionId) implements UdpConnectAnswer {
    }

    /** The tracker refused. @param reason its own words, made printable; never empty */
    record Refused(String reason) implements UdpConnectAnswer {
    }

    /** The bytes are no answer to this request. @param reason a sentence for people */
    record Malformed(String reason) implements UdpConnectAnswer {
    }
}

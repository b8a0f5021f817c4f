package dev.oxbow.core.value;

/** The protocol by which a port was mapped; in the order in which they are tried. New ones go at the end: the journal keeps the ordinal. */
public enum MappingMethod {
    /** RFC 6887. */
    PCP("PCP"),
    /** RFC 6886. */
    NAT_PMP("NAT-PMP"),
    /** UPnP's WANIPConnection or WANPPPConnection. */
    UPNP("UPnP");

    private final String title;

    MappingMethod(String title) {
        this.title = title;
    }

    /** As people write it. */
    public String title() {
        return title;
    }
}

package dev.oxbow.net.fetch;

import dev.oxbow.core.value.Endpoint;
import java.util.Optional;

/** Says whether a server may be asked, once it is known which it is and before it is sent anything. */
public interface TargetRule {
    /** For URLs that the user chose. */
    TargetRule ANY = (host, reached) -> Optional.empty();

    /**
     * @param host    of the first URL, before any redirect
     * @param reached what a connection was made to
     * @return why not, in a sentence; empty when it may be asked
     */
    Optional<String> refusal(String host, Endpoint reached);
}

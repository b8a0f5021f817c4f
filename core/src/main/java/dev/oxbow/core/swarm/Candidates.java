package dev.oxbow.core.swarm;

import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The known addresses of one torrent, oldest first, at most {@link #KNOWN_MAX}. Only records. */
public final class Candidates {
    static final int KNOWN_MAX = 2000;

    private final Map<Endpoint, Candidate> byEndpoint = new LinkedHashMap<>();

    /** Do not change it. */
    public Collection<Candidate> all() {
        return Collections.unmodifiableCollection(byEndpoint.values());
    }

    public int size() {
        return byEndpoint.size();
    }

    /** The candidate that has waited longest since its time came, or nothing when none may be tried now. */
    public Optional<Candidate> due(long timeNs) {
        Candidate best = null;
        for (Candidate candidate : byEndpoint.values()) {
            if (candidate.nextTryNs() <= timeNs && (best == null || candidate.nextTryNs() < best.nextTryNs())) {
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** When the next candidate may be tried; {@link Deadline#NONE} when there is none. */
    public long nextTryNs() {
        long next = Deadline.NONE;
        for (Candidate candidate : byEndpoint.values()) {
            next = Math.min(next, candidate.nextTryNs());
        }
        return next;
    }

    public void learned(Endpoint endpoint, CandidateSource source, long timeNs) {
        Candidate known = byEndpoint.get(endpoint);
        if (known != null) {
            known.namedBy(source, timeNs);
            return;
        }
        if (byEndpoint.size() == KNOWN_MAX && source == CandidateSource.USER) {
            dropOne();
        }
        if (byEndpoint.size() < KNOWN_MAX) {
            byEndpoint.put(endpoint, new Candidate(endpoint, source, timeNs));
        }
    }

    /** The oldest of those that failed most often makes room; not one that is connected, nor one that the user named. */
    private void dropOne() {
        Candidate worst = null;
        for (Candidate candidate : byEndpoint.values()) {
            boolean droppable = !candidate.isConnected() && !candidate.isBarred() && candidate.source() != CandidateSource.USER;
            if (droppable && (worst == null || candidate.failures() > worst.failures())) {
                worst = candidate;
            }
        }
        if (worst != null) {
            byEndpoint.remove(worst.endpoint());
        }
    }

    /** An address that an earlier process thought worth keeping: the user named it, or it was connected. */
    public void restored(Endpoint endpoint, CandidateSource source, long timeNs) {
        learned(endpoint, source, timeNs);
        if (source != CandidateSource.USER) {
            proved(endpoint);
        }
    }

    /** It is not dialled before its ban, if there is one, is over. */
    public void keepOut(Endpoint endpoint, Optional<Ban> ban) {
        Optional.ofNullable(byEndpoint.get(endpoint)).ifPresent(candidate -> candidate.bannedUntil(ban.map(Ban::untilNs).orElse(0L)));
    }

    public void dialling(Endpoint endpoint) {
        Optional.ofNullable(byEndpoint.get(endpoint)).ifPresent(Candidate::dialling);
    }

    /** It completed a handshake for this torrent. */
    public void proved(Endpoint endpoint) {
        Optional.ofNullable(byEndpoint.get(endpoint)).ifPresent(Candidate::proved);
    }

    /** @param useful whether it sent or took any block */
    public void gone(Endpoint endpoint, boolean useful, long timeNs) {
        Optional.ofNullable(byEndpoint.get(endpoint)).ifPresent(candidate -> candidate.gone(useful, timeNs));
    }

    /** It is not to be dialled for a good while after it is gone. */
    public void rest(Endpoint endpoint) {
        Optional.ofNullable(byEndpoint.get(endpoint)).ifPresent(Candidate::rest);
    }

    /** More is wanted than before: who was left alone because nothing was needed of him may be asked at once. */
    public void neededAgain(long timeNs) {
        byEndpoint.values().forEach(candidate -> candidate.neededAgain(timeNs));
    }

    /** It is never to be dialled again in this session. */
    public void bar(Endpoint endpoint) {
        Optional.ofNullable(byEndpoint.get(endpoint)).ifPresent(Candidate::bar);
    }
}

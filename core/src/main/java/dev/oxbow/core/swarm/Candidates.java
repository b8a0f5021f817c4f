package dev.oxbow.core.swarm;

import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The known addresses of one torrent, oldest first, at most {@link #KNOWN_MAX}. Only records.
 *
 * <p>Beside the list it keeps two orders, so that neither question about them needs a walk over all: by the time at which each may be
 * tried, and, of those whose time has come, by how much each is worth trying. A candidate changes only inside {@link #change}, which takes
 * it out of both and puts it back.
 */
public final class Candidates {
    private static final Comparator<Candidate> BY_TIME = Comparator.comparingLong(Candidate::nextTryNs).thenComparingLong(Candidate::number);
    private static final Comparator<Candidate> BY_RANK = Comparator.comparingInt(Candidate::rank)
            .thenComparing(Candidate::priority, Comparator.reverseOrder())
            .thenComparingLong(Candidate::nextTryNs).thenComparingLong(Candidate::number);
    static final int KNOWN_MAX = 2000;
    private static final Endpoint NOWHERE = Endpoint.of(new byte[Endpoint.IPV4_LENGTH_BYTES], 0);

    private final Map<Endpoint, Candidate> byEndpoint = new LinkedHashMap<>();
    /** All that may be tried at some time. */
    private final TreeSet<Candidate> byTime = new TreeSet<>(BY_TIME);
    /** Those of them whose time has come by {@link #readyNs}, as far as somebody asked since; follows from what is recorded. */
    private final TreeSet<Candidate> ready = new TreeSet<>(BY_RANK);
    private long readyNs = Long.MIN_VALUE;
    private OwnEndpoints readyFor = OwnEndpoints.UNKNOWN;
    private long nextNumber;

    /** Do not change it. */
    public Collection<Candidate> all() {
        return Collections.unmodifiableCollection(byEndpoint.values());
    }

    public int size() {
        return byEndpoint.size();
    }

    /** The candidate that is best worth a try among those that may be tried now; nothing when none may. */
    public Optional<Candidate> due(long timeNs, OwnEndpoints own) {
        if (timeNs < readyNs || !own.equals(readyFor)) {
            ready.clear();
            readyNs = Long.MIN_VALUE;
            readyFor = own;
        }
        for (Candidate candidate : byTime.tailSet(firstAfter(readyNs), true)) {
            if (candidate.nextTryNs() > timeNs) {
                break;
            }
            candidate.priority(own.priority(candidate.endpoint()));
            ready.add(candidate);
        }
        readyNs = timeNs;
        return ready.isEmpty() ? Optional.empty() : Optional.of(ready.first());
    }

    /** Comes before every candidate whose time is later than that, and behind all others. */
    private static Candidate firstAfter(long timeNs) {
        return new Candidate(NOWHERE, -1, CandidateSource.TRACKER, timeNs == Long.MIN_VALUE ? timeNs : timeNs + 1);
    }

    /** When the next candidate may be tried; {@link Deadline#NONE} when there is none. */
    public long nextTryNs() {
        return byTime.isEmpty() ? Deadline.NONE : byTime.first().nextTryNs();
    }

    private void change(Endpoint endpoint, Consumer<Candidate> change) {
        Candidate candidate = byEndpoint.get(endpoint);
        if (candidate != null) {
            remove(candidate);
            change.accept(candidate);
            insert(candidate);
        }
    }

    private void changeAll(Consumer<Candidate> change) {
        byEndpoint.keySet().forEach(endpoint -> change(endpoint, change));
    }

    private void remove(Candidate candidate) {
        byTime.remove(candidate);
        ready.remove(candidate);
    }

    private void insert(Candidate candidate) {
        if (candidate.nextTryNs() == Deadline.NONE) {
            return;
        }
        byTime.add(candidate);
        if (candidate.nextTryNs() <= readyNs) {
            candidate.priority(readyFor.priority(candidate.endpoint()));
            ready.add(candidate);
        }
    }

    public void learned(Endpoint endpoint, CandidateSource source, long timeNs) {
        if (byEndpoint.containsKey(endpoint)) {
            change(endpoint, known -> known.namedBy(source, timeNs));
            return;
        }
        if (byEndpoint.size() == KNOWN_MAX && source == CandidateSource.USER) {
            dropOne();
        }
        if (byEndpoint.size() < KNOWN_MAX) {
            Candidate candidate = new Candidate(endpoint, nextNumber++, source, timeNs);
            byEndpoint.put(endpoint, candidate);
            insert(candidate);
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
            remove(worst);
        }
    }

    /** Whether its trackers or the user named anybody at this address. */
    public boolean names(ByteString address) {
        return byEndpoint.values().stream()
                .anyMatch(candidate -> candidate.isNamed() && candidate.endpoint().address().equals(address));
    }

    /** The torrent is private (BEP 27): whoever neither its trackers nor the user named is not dialled again. */
    public void barUnnamed() {
        changeAll(candidate -> {
            if (!candidate.isNamed()) {
                candidate.bar();
            }
        });
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
        long untilNs = ban.map(Ban::untilNs).orElse(0L);
        Candidate candidate = byEndpoint.get(endpoint);
        if (candidate != null && candidate.bannedUntilNs() != untilNs) {
            change(endpoint, it -> it.bannedUntil(untilNs));
        }
    }

    public void dialling(Endpoint endpoint) {
        change(endpoint, Candidate::dialling);
    }

    /** It completed a handshake for this torrent. */
    public void proved(Endpoint endpoint) {
        change(endpoint, Candidate::proved);
    }

    /** @param useful whether it sent or took any block */
    public void gone(Endpoint endpoint, boolean useful, long timeNs) {
        change(endpoint, candidate -> candidate.gone(useful, timeNs));
    }

    /** It is not to be dialled for a good while after it is gone. */
    public void rest(Endpoint endpoint) {
        change(endpoint, Candidate::rest);
    }

    /** More is wanted than before: who was left alone because nothing was needed of him may be asked at once. */
    public void neededAgain(long timeNs) {
        changeAll(candidate -> candidate.neededAgain(timeNs));
    }

    /** It is never to be dialled again in this session. */
    public void bar(Endpoint endpoint) {
        change(endpoint, Candidate::bar);
    }
}

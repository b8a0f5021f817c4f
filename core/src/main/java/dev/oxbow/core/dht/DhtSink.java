package dev.oxbow.core.dht;

/** Takes decisions one by one: by the time {@code emit} returns the decision is folded, so that the next one knows of it. */
@FunctionalInterface
public interface DhtSink {
    void emit(DhtDecision decision);
}

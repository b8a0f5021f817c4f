package dev.oxbow.core.value;

/** Whoever sends blocks and answers for them: a peer, known by its endpoint, or a web seed. */
public sealed interface Sender permits Endpoint, WebSeedId {
}

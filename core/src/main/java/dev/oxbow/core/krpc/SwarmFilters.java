package dev.oxbow.core.krpc;

/** By which a get_peers answer lets the asker count a swarm (BEP 33): {@code BFsd} and {@code BFpe}. */
public record SwarmFilters(BloomFilter seeds, BloomFilter peers) {
}

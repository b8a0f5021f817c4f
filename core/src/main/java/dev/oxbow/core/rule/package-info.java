/**
 * The catalogue of misbehaviour: one rule for each thing that a peer, a tracker, a node of the DHT, or we ourselves can do wrong. Rules
 * read the entries of the journal, live or replayed, and give verdicts with their evidence. They decide nothing.
 */
package dev.oxbow.core.rule;

/** Randomness that replays: a pure function of the session's seed. */
package dev.oxbow.core.random;

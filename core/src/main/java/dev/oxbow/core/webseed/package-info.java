/**
 * Web servers as seeds: GetRight's way, where a file's bytes are asked for by range (BEP 19), and Hoffman's, where a script is asked for
 * a piece (BEP 17). {@link dev.oxbow.core.webseed.WebSeedMapping} says what to ask for, {@link dev.oxbow.core.webseed.WebSeed} is what is
 * known of one server and decides whether, when and how much to ask it next.
 */
package dev.oxbow.core.webseed;

/**
 * What is said to HTTP trackers and what they answer: announce (BEP 3, 7, 23, 24, 31) and scrape (BEP 48), both sides of each. Pure:
 * the sockets are net's. Whatever a tracker or a client sends, the decoders give a named result; they do not throw.
 */
package dev.oxbow.core.tracker;

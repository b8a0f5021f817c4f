/**
 * Deterministic simulation of swarms: the real state machine on every node, with a simulated clock, network, disk and tracker. One seed
 * describes a whole run.
 */
package dev.oxbow.sim;

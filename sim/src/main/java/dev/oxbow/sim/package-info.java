/**
 * Whole swarms in one thread, from a seed: the real core on every node, and around it a simulated clock, network, disk and tracker. One
 * seed gives everything, so a failure is a number. {@link dev.oxbow.sim.Swarm} runs one; {@link dev.oxbow.sim.Selftest} runs many, and
 * {@link dev.oxbow.sim.CrashSweep} lets one download die everywhere.
 */
package dev.oxbow.sim;

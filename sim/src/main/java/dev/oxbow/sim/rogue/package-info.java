/**
 * Peers that break one rule each, as small scripts that speak the bytes of the peer protocol. {@link dev.oxbow.sim.rogue.Rogue} behaves
 * well where its subclasses do not say otherwise; {@link dev.oxbow.sim.rogue.Rogues} names them all.
 */
package dev.oxbow.sim.rogue;

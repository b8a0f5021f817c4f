/** Whom to unchoke, how many at a time, and what a super-seed shows to whom. */
package dev.oxbow.core.choke;

/** Value types that everything else is made of. Immutable but for {@link dev.oxbow.core.value.Bitfield}. */
package dev.oxbow.core.value;

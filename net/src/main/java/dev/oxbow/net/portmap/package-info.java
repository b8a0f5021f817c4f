/**
 * Mapping a TCP or UDP port at the user's gateway, so that peers can reach us: PCP (RFC 6887), NAT-PMP (RFC 6886) and UPnP's Internet
 * Gateway Device 1 and 2. {@link dev.oxbow.net.portmap.PortMapper} is the way in.
 *
 * <p>Three floors: {@code …Codec}, {@code Ssdp}, {@code Soap}, {@code DeviceDescription} and {@code DefaultRoute} turn bytes into values
 * and do no I/O; {@code DatagramExchange}, {@code SsdpSearch} and {@code GatewayHttp} carry bytes; the {@code …Client} classes speak a
 * protocol.
 * Whatever a gateway says is bounded in size and time and checked before it is believed.
 */
package dev.oxbow.net.portmap;

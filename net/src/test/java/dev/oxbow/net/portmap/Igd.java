package dev.oxbow.net.portmap;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * An Internet Gateway Device on 127.0.0.1: search, description and port mappings, with what a test wants to be different. Reads requests
 * by their text, not by the code under test.
 */
class Igd implements AutoCloseable {
    static final String WAN_IP_1 = "urn:schemas-upnp-org:service:WANIPConnection:1";
    static final String WAN_IP_2 = "urn:schemas-upnp-org:service:WANIPConnection:2";
    static final String WAN_PPP = "urn:schemas-upnp-org:service:WANPPPConnection:1";

    /** What the gateway forwards. */
    record Entry(String client, int internalPort, int leaseSeconds) {
    }

    final Map<String, Entry> entries = new ConcurrentHashMap<>();
    /** Actions in the order they were called. */
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    final List<String> gets = new CopyOnWriteArrayList<>();
    private final UdpGateway ssdp;
    private final HttpServer http;

    Igd(Vertx vertx) throws Exception {
        http = vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        ssdp = UdpGateway.answering(this::searched);
    }

    Gateway gateway() {
        return new Gateway("127.0.0.1", 9, List.of(dev.oxbow.core.value.Endpoint.parse("127.0.0.1:" + ssdp.port())));
    }

    int httpPort() {
        return http.actualPort();
    }

    // what tests change

    List<byte[]> searched(byte[] request) throws IOException {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        boolean search = text.startsWith("M-SEARCH * HTTP/1.1\r\n") && text.contains("\r\nMAN: \"ssdp:discover\"\r\n");
        return search && text.contains("InternetGatewayDevice:1") ? List.of(ssdpAnswer(location())) : List.of();
    }

    String location() {
        return "http://127.0.0.1:" + httpPort() + "/root.xml";
    }

    /** Type and control URL in turn. */
    List<String> services() {
        return List.of(WAN_IP_1, "/ctl");
    }

    void describe(HttpServerRequest request) {
        request.response().end(description(services()));
    }

    String externalAddress(String path) {
        return "198.51.100.7";
    }

    /** @return an error code, or empty to do as asked */
    Optional<Integer> fault(String action, String body) {
        return Optional.empty();
    }

    void control(HttpServerRequest request, String action, String body) {
        Optional<Integer> fault = fault(action, body);
        if (fault.isPresent()) {
            fail(request, fault.get());
            return;
        }
        String key = text(body, "NewProtocol") + " " + text(body, "NewExternalPort");
        switch (action) {
            case "GetExternalIPAddress" -> succeed(request, action, "<NewExternalIPAddress>" + externalAddress(request.path())
                    + "</NewExternalIPAddress>");
            case "AddPortMapping", "AddAnyPortMapping" -> add(request, action, body, key);
            case "GetSpecificPortMappingEntry" -> Optional.ofNullable(entries.get(key)).ifPresentOrElse(entry -> succeed(request, action,
                    "<NewInternalPort>" + entry.internalPort() + "</NewInternalPort><NewInternalClient>" + entry.client()
                    + "</NewInternalClient><NewEnabled>1</NewEnabled><NewLeaseDuration>" + entry.leaseSeconds() + "</NewLeaseDuration>"),
                    () -> fail(request, 714));
            case "DeletePortMapping" -> Optional.ofNullable(entries.remove(key)).ifPresentOrElse(gone -> succeed(request, action, ""),
                    () -> fail(request, 714));
            default -> fail(request, 401);
        }
    }

    void add(HttpServerRequest request, String action, String body, String key) {
        Entry entry = new Entry(text(body, "NewInternalClient"), Integer.parseInt(text(body, "NewInternalPort")),
                Integer.parseInt(text(body, "NewLeaseDuration")));
        boolean any = action.equals("AddAnyPortMapping");
        boolean taken = entries.containsKey(key) && !entries.get(key).client().equals(entry.client());
        if (taken && !any) {
            fail(request, 718);
            return;
        }
        String reserved = taken ? "50000" : text(body, "NewExternalPort");
        entries.put(text(body, "NewProtocol") + " " + reserved, entry);
        succeed(request, action, any ? "<NewReservedPort>" + reserved + "</NewReservedPort>" : "");
    }

    // how it says things

    static byte[] ssdpAnswer(String location) {
        return ("HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nEXT:\r\n"
                + "SERVER: Test/1 UPnP/1.1 Igd/1\r\nLOCATION: " + location + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    static String description(List<String> services) {
        StringBuilder out = new StringBuilder("""
                <?xml version="1.0"?>
                <root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0</minor></specVersion>
                <device><deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType>
                <friendlyName>R&amp;D &#8211; router</friendlyName>
                <serviceList><service><serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType>
                <controlURL>/no</controlURL></service>
                </serviceList><deviceList><device><deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType><serviceList>
                """);
        for (int i = 0; i < services.size(); i += 2) {
            out.append("<service><serviceType>").append(services.get(i)).append("</serviceType><serviceId>s").append(i)
                    .append("</serviceId><controlURL> ").append(services.get(i + 1))
                    .append(" </controlURL><eventSubURL>/e</eventSubURL></service>\n");
        }
        return out + "</serviceList></device></deviceList></device></root>\n";
    }

    static void succeed(HttpServerRequest request, String action, String arguments) {
        request.response().putHeader("Content-Type", "text/xml").end(envelope("<u:" + action + "Response xmlns:u=\"x\">" + arguments
                + "</u:"
                + action + "Response>"));
    }

    static void fail(HttpServerRequest request, int errorCode) {
        request.response().setStatusCode(500).end(envelope("<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring>"
                + "<detail>"
                + "<UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>" + errorCode
                + "</errorCode><errorDescription>no</errorDescription>"
                + "</UPnPError></detail></s:Fault>"));
    }

    static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                + body
                + "</s:Body></s:Envelope>";
    }

    static String text(String body, String name) {
        int from = body.indexOf("<" + name + ">") + name.length() + 2;
        int to = body.indexOf("</" + name + ">");
        return to < 0 ? "" : body.substring(from, to);
    }

    private void handle(HttpServerRequest request) {
        if (request.method().name().equals("GET")) {
            gets.add(request.path());
            describe(request);
            return;
        }
        request.bodyHandler(body -> {
            String header = String.valueOf(request.getHeader("SOAPAction"));
            String action = header.substring(header.indexOf('#') + 1, header.length() - 1);
            calls.add(action);
            bodies.add(body.toString());
            control(request, action, body.toString());
        });
    }

    @Override
    public void close() {
        ssdp.close();
        http.close();
    }
}

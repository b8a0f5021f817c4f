package dev.oxbow.net.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.net.fetch.HttpUrl;
import dev.oxbow.net.portmap.StrictXml.Element;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UPnP's search answers, descriptions and control messages, without a network. */
class UpnpCodecsTest {
    private static final HttpUrl AT = HttpUrl.parse("http://192.168.1.1:5000/a/root.xml").orElseThrow();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void listsElementsWithTheirParentsAndTexts() {
        assertEquals(Optional.of(List.of(new Element(-1, "a", "1 2"), new Element(0, "b", "<&x>"), new Element(0, "c", ""), new Element(2,
                "d", "é"))),
                StrictXml.read(bytes("\n <?xml version=\"1.0\"?><!-- c -->"
                        + "<p:a xmlns:p='u'>1 <b> &lt;<![CDATA[&x>]]></b>2<c><d>&#233;</d></c></p:a>\0\0 junk <")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "<a>", "<a/", "<a></b>", "<a b='1' b='2'/>", "<a>&nbsp;</a>", "<a>\u0001</a>",
        "<!DOCTYPE a><a/>", "\0<a/>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'><a/>"})
    void refusesWhatIsNotPlainWellFormedXml(String document) {
        assertEquals(Optional.empty(), StrictXml.read(bytes(document)));
    }

    @Test
    void fetchesNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
            for (String document : List.of("<!DOCTYPE a SYSTEM '" + url + "'><a/>", "<!DOCTYPE a [<!ENTITY x SYSTEM '" + url
                    + "'>]><a>&x;</a>",
                    "<!DOCTYPE a [<!ENTITY % x SYSTEM '" + url + "'>%x;]><a/>",
                    "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='"
                    + url + "'/></a>")) {
                StrictXml.read(bytes(document));
            }
            server.setSoTimeout(100);
            Assertions.assertThrows(SocketTimeoutException.class, server::accept, "somebody asked");
        }
    }

    @Test
    void boundsWhatItReads() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            assertTrue(StrictXml.read(bytes("<a>".repeat(32) + "</a>".repeat(32))).isPresent());
            assertEquals(Optional.empty(), StrictXml.read(bytes("<a>".repeat(33) + "</a>".repeat(33))), "too deep");
            assertEquals(Optional.empty(), StrictXml.read(bytes("<a>" + "<b/>".repeat(5000) + "</a>")), "too many");
            assertEquals(Optional.empty(), StrictXml.read(bytes("<a>" + "x".repeat(3000) + "</a>")), "too long");
            assertEquals(Optional.empty(), StrictXml.read(bytes("<a>" + "<![CDATA[xxxx]]>".repeat(1000) + "</a>")), "too long in parts");
            StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY x0 'ha'>");
            for (int i = 1; i < 30; i++) {
                bomb.append("<!ENTITY x").append(i).append(" '&x").append(i - 1).append(";&x").append(i - 1).append(";'>");
            }
            assertEquals(Optional.empty(), StrictXml.read(bytes(bomb + "]><a>&x29;</a>")));
        });
    }

    @Test
    void findsTheServicesAndPutsTheBestFirst() {
        DeviceDescription description = DeviceDescription.parse(bytes(Igd.description(List.of(Igd.WAN_PPP, "ppp", Igd.WAN_IP_1, "/ip?1",
                Igd.WAN_IP_2, "http://192.168.1.1:80/ip2"))), AT).orElseThrow();
        assertEquals(List.of(new DeviceDescription.Service(Igd.WAN_IP_2, HttpUrl.parse("http://192.168.1.1/ip2").orElseThrow()),
                new DeviceDescription.Service(Igd.WAN_IP_1, HttpUrl.parse("http://192.168.1.1:5000/ip?1").orElseThrow()),
                new DeviceDescription.Service(Igd.WAN_PPP, HttpUrl.parse("http://192.168.1.1:5000/a/ppp").orElseThrow())),
                description.services());
    }

    @Test
    void resolvesAgainstTheBaseThatIsTheGatewaysOwn() {
        String plain = Igd.description(List.of(Igd.WAN_IP_1, "ctl"));
        String own = plain.replace("<device><deviceType>urn:schemas-upnp-org:device:Int", "<URLBase>http://192.168.1.1:81/b/</URLBase>"
                + "<device><deviceType>urn:schemas-upnp-org:device:Int");
        assertEquals("/b/ctl", DeviceDescription.parse(bytes(own), AT).orElseThrow().services().get(0).controlUrl().target());
        String foreign = own.replace("192.168.1.1:81", "192.168.1.2:81");
        assertEquals("/a/ctl", DeviceDescription.parse(bytes(foreign), AT).orElseThrow().services().get(0).controlUrl().target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://192.168.1.2/c", "https://192.168.1.1/c", "http://router/c", "//192.168.1.2/c",
        "file:///etc/passwd", "http:///c",
        "http://192.168.1.1:0/c", "javascript:1", "http://192.168.1.1.example/c", "http://192.168.1.1@192.168.1.2/c"})
    void leavesOutServicesElsewhere(String controlUrl) {
        assertEquals(List.of(), DeviceDescription.parse(bytes(Igd.description(List.of(Igd.WAN_IP_1, controlUrl))), AT).orElseThrow()
                .services());
    }

    @Test
    void takesNoMoreServicesThanItWillTry() {
        String[] many = new String[100];
        Arrays.setAll(many, i -> i % 2 == 0 ? Igd.WAN_IP_1 : "/" + i);
        assertEquals(DeviceDescription.SERVICES_MAX,
                DeviceDescription.parse(bytes(Igd.description(List.of(many))), AT).orElseThrow().services().size());
    }

    @Test
    void knowsTheLocationOfWhoAnswers() {
        byte[] answer = Igd.ssdpAnswer("http://192.168.1.1:5000/a/root.xml");
        assertEquals(Optional.of(AT), Ssdp.location(answer, "192.168.1.1"));
        assertEquals(Optional.empty(), Ssdp.location(answer, "192.168.1.2"));
        assertEquals(Optional.empty(), Ssdp.location(Igd.ssdpAnswer("https://192.168.1.1/"), "192.168.1.1"));
        assertEquals(Optional.empty(), Ssdp.location(Igd.ssdpAnswer("http://192.168.1.1/\r\nLocation: http://192.168.1.1/"),
                "192.168.1.1"));
        assertEquals(Optional.empty(), Ssdp.location(bytes("NOTIFY * HTTP/1.1\r\nLOCATION: http://192.168.1.1/\r\n\r\n"), "192.168.1.1"));
    }

    @Test
    void writesControlMessagesWithoutLettingValuesOutOfTheirElements() {
        String request = new String(Soap.request("urn:t", "Do", List.of(new Soap.Argument("A", "<&>"), new Soap.Argument("B", ""))),
                StandardCharsets.UTF_8);
        assertTrue(request.contains("<u:Do xmlns:u=\"urn:t\"><A>&lt;&amp;&gt;</A><B></B></u:Do>"), request);
    }

    @Test
    void readsControlAnswers() {
        String response = "<u:DoResponse xmlns:u='urn:t'><A> 4294967295 </A><B>4294967296</B><C>-1</C></u:DoResponse>";
        Soap.Answer answer = Soap.answer(bytes(Igd.envelope(response)), "Do").orElseThrow();
        assertEquals(Optional.of(0xffffffffL), answer.number("A"));
        assertEquals(Optional.empty(), answer.number("B"));
        assertEquals(Optional.empty(), answer.number("C"));
        assertEquals(Optional.of("-1"), answer.text("C"));
        assertTrue(Soap.answer(bytes(Igd.envelope("<u:DoResponse xmlns:u='urn:t'/>")), "Do").isPresent());
        assertFalse(Soap.answer(bytes(Igd.envelope("<u:DoResponse xmlns:u='urn:t'/>")), "Undo").isPresent());
        assertFalse(Soap.answer(bytes("<html/>"), "Do").isPresent());
    }

    @Test
    void survivesWhateverArrives() {
        Random random = new Random(1900);
        byte[] description = bytes(Igd.description(List.of(Igd.WAN_IP_1, "/ctl", Igd.WAN_PPP, "/ppp")));
        byte[] search = Igd.ssdpAnswer("http://192.168.1.1:5000/a/root.xml");
        int described = 0;
        int located = 0;
        for (int round = 0; round < 1_500; round++) {
            Optional<DeviceDescription> read = DeviceDescription.parse(mutated(description, random), AT);
            described += read.isPresent() ? 1 : 0;
            read.ifPresent(known -> known.services().forEach(service -> assertEquals("192.168.1.1", service.controlUrl().host())));
            Optional<HttpUrl> location = Ssdp.location(mutated(search, random), "192.168.1.1");
            located += location.isPresent() ? 1 : 0;
            location.ifPresent(url -> assertEquals("192.168.1.1", url.host()));
        }
        assertTrue(described > 100 && described < 1_400, described + " of the mutations were descriptions");
        assertTrue(located > 100 && located < 1_400, located + " of the mutations were locations");
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = Arrays.copyOf(valid, random.nextInt(10) == 0 ? random.nextInt(valid.length) : valid.length);
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}

package dev.oxbow.net.portmap;

import dev.oxbow.net.fetch.HttpUrl;
import dev.oxbow.net.portmap.StrictXml.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway says about itself, as far as it matters: the services that map ports. No I/O.
 *
 * @param services the best kind first, at most {@link #SERVICES_MAX}
 */
record DeviceDescription(List<Service> services) {
    static final int SERVICES_MAX = 8;
    static final String WAN_IP_2 = "urn:schemas-upnp-org:service:WANIPConnection:2";
    /** Best first. A version 1 service that is listed beside version 2 is the same one for older clients. */
    private static final List<String> TYPES = List.of(WAN_IP_2, "urn:schemas-upnp-org:service:WANIPConnection:1",
            "urn:schemas-upnp-org:service:WANPPPConnection:1");
    private static final int URL_LENGTH_MAX = 1024;

    /** @param type one of those known here, letter by letter */
    record Service(String type, HttpUrl controlUrl) {
    }

    DeviceDescription {
        services = List.copyOf(services);
    }

    /**
     * @param at where the description came from; services elsewhere than at the same address are left out
     * @return empty when it is not XML; without services when it describes something else
     */
    static Optional<DeviceDescription> parse(byte[] document, HttpUrl at) {
        return StrictXml.read(document).map(elements -> {
            HttpUrl base = elements.stream().filter(element -> element.name().equals("URLBase")).findFirst().map(Element::text)
                    .filter(url -> url.length() <= URL_LENGTH_MAX).flatMap(HttpUrl::parse).filter(url -> Ssdp.isAt(url, at.host()))
                    .orElse(at);
            List<Service> services = new ArrayList<>();
            for (int i = 0; i < elements.size() && services.size() < SERVICES_MAX; i++) {
                if (elements.get(i).name().equals("service")) {
                    service(elements, i, base, at).ifPresent(services::add);
                }
            }
            services.sort(Comparator.comparingInt(service -> TYPES.indexOf(service.type())));
            return new DeviceDescription(services);
        });
    }

    private static Optional<Service> service(List<Element> elements, int parent, HttpUrl base, HttpUrl at) {
        Optional<String> type = child(elements, parent, "serviceType").filter(TYPES::contains);
        Optional<HttpUrl> url = child(elements, parent, "controlURL").filter(text -> !text.isEmpty() && text.length() <= URL_LENGTH_MAX)
                .flatMap(base::resolve).filter(resolved -> Ssdp.isAt(resolved, at.host()));
        return type.isPresent() && url.isPresent() ? Optional.of(new Service(type.get(), url.get())) : Optional.empty();
    }

    private static Optional<String> child(List<Element> elements, int parent, String name) {
        for (int i = parent + 1; i < elements.size() && elements.get(i).parent() >= parent; i++) {
            if (elements.get(i).parent() == parent && elements.get(i).name().equals(name)) {
                return Optional.of(elements.get(i).text());
            }
        }
        return Optional.empty();
    }
}

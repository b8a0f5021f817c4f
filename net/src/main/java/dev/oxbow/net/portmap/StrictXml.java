package dev.oxbow.net.portmap;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML from devices that nobody vouches for, as a flat list of elements. No I/O: document types and entities are refused, so that
 * nothing can be fetched and nothing multiplies; depth, number and length are bounded. What follows the root element is not looked at,
 * because some devices send remains of their buffers there.
 */
final class StrictXml {
    private static final int DEPTH_MAX = 32;
    private static final int ELEMENTS_MAX = 4096;
    private static final int TEXT_CHARS_MAX = 2048;

    /**
     * An element, without its namespace.
     *
     * @param parent place in the list of the element around it; -1 for the root
     * @param text   of its own, without white space around it
     */
    record Element(int parent, String name, String text) {
    }

    private final List<Element> elements = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private final Deque<StringBuilder> texts = new ArrayDeque<>();

    private StrictXml() {
    }

    /** @return in the order of their start tags; empty when it is not well-formed, or more than anybody needs */
    static Optional<List<Element>> read(byte[] document) {
        // Decoded here and leniently: what matters is ASCII, the names of routers are not, and the JDK's reader prints to stderr when it
        // decodes them itself and cannot.
        String text = new String(document, StandardCharsets.UTF_8).stripLeading(); // some devices write white space before the declaration
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
            try {
                StrictXml xml = new StrictXml();
                return xml.read(reader) ? Optional.of(xml.elements) : Optional.empty();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException malformed) {
            return Optional.empty(); // the JDK's reader throws unchecked exceptions too at some malformed documents
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    private boolean read(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == DEPTH_MAX || elements.size() == ELEMENTS_MAX) {
                        return false;
                    }
                    elements.add(new Element(open.isEmpty() ? -1 : open.peek(), reader.getLocalName(), ""));
                    open.push(elements.size() - 1);
                    texts.push(new StringBuilder());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!texts.isEmpty() && texts.peek().length() + reader.getTextLength() > TEXT_CHARS_MAX) {
                        return false;
                    }
                    if (!texts.isEmpty()) {
                        texts.peek().append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    int index = open.pop();
                    Element element = elements.get(index);
                    elements.set(index, new Element(element.parent(), element.name(), texts.pop().toString().strip()));
                    if (open.isEmpty()) {
                        return true;
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.ENTITY_DECLARATION -> {
                    return false;
                }
                default -> { } // comments, processing instructions
            }
        }
        return false;
    }
}

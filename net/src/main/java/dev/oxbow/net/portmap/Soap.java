package dev.oxbow.net.portmap;

import dev.oxbow.net.portmap.StrictXml.Element;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** UPnP's control messages (UPnP Device Architecture 1.1, section 3). No I/O. */
final class Soap {
    private static final int NUMBER_DIGITS_MAX = 10;

    /** An argument of an action; their order is fixed by the service. */
    record Argument(String name, String value) {
    }

    /**
     * A gateway's answer.
     *
     * @param errorCode {@link #NO_ERROR}, or UPnP's
     */
    record Answer(int errorCode, List<Element> elements) {
        static final int NO_ERROR = 0;

        Optional<String> text(String name) {
            return elements.stream().filter(element -> element.name().equals(name)).map(Element::text).findFirst();
        }

        /** The number that an element holds, 0 to 2^32 - 1. */
        Optional<Long> number(String name) {
            return text(name).filter(Soap::isNumber).map(Long::parseLong).filter(number -> number <= 0xffffffffL);
        }
    }

    private Soap() {
    }

    static byte[] request(String serviceType, String action, List<Argument> arguments) {
        StringBuilder out = new StringBuilder(1024);
        out.append("<?xml version=\"1.0\"?>\r\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
                + "s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>");
        out.append("<u:").append(action).append(" xmlns:u=\"").append(serviceType).append("\">");
        for (Argument argument : arguments) {
            out.append('<').append(argument.name()).append('>').append(escaped(argument.value())).append("</").append(argument.name())
                    .append('>');
        }
        out.append("</u:").append(action).append("></s:Body></s:Envelope>\r\n");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @return empty for what is neither the action's response nor an error with a code */
    static Optional<Answer> answer(byte[] document, String action) {
        Optional<List<Element>> elements = StrictXml.read(document);
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        Answer answer = new Answer(Answer.NO_ERROR, elements.get());
        Optional<Long> error = answer.number("errorCode").filter(code -> code > 0 && code <= 0xffff);
        if (error.isPresent()) {
            return Optional.of(new Answer(error.get().intValue(), elements.get()));
        }
        return answer.text(action + "Response").isPresent() ? Optional.of(answer) : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= NUMBER_DIGITS_MAX && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

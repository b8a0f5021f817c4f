package dev.oxbow.core.session;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entries as lines of text, as scripts hold them: {@code HaveReceived connectionId=1 pieceIndex=3}. Components that are left out are
 * 0, false or empty. Values are written as {@link ValueText} says.
 */
final class EntryText {
    private static final Pattern COMPONENT = Pattern.compile("(\\w+)=((?:\"[^\"]*\"|\\[[^\\]]*\\]|[^\\s\"\\[]\\S*)?)");
    private static final Map<String, Class<?>> RECORDS = new TreeMap<>();

    static {
        index(Event.class);
        index(Command.class);
    }

    private EntryText() {
    }

    private static void index(Class<?> type) {
        if (type.isRecord()) {
            RECORDS.put(type.getSimpleName(), type);
        } else {
            for (Class<?> family : type.getPermittedSubclasses()) {
                index(family);
            }
        }
    }

    static Entry parse(String line) {
        int space = line.indexOf(' ');
        String name = space < 0 ? line : line.substring(0, space);
        Class<?> type = RECORDS.get(name);
        if (type == null) {
            throw new IllegalArgumentException("there is no entry called " + name);
        }
        Map<String, String> given = new LinkedHashMap<>();
        Matcher matcher = COMPONENT.matcher(space < 0 ? "" : line.substring(space));
        while (matcher.find()) {
            given.put(matcher.group(1), matcher.group(2));
        }
        return build(type, given, line);
    }

    private static Entry build(Class<?> type, Map<String, String> given, String line) {
        RecordComponent[] components = type.getRecordComponents();
        List<Object> values = new ArrayList<>();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values.add(ValueText.parse(components[i], given.remove(components[i].getName())));
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no " + given.keySet() + ": " + line);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Entry) constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(line + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static String print(Entry entry) {
        StringBuilder out = new StringBuilder(entry.getClass().getSimpleName());
        for (RecordComponent component : entry.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                Object value = component.getAccessor().invoke(entry);
                out.append(' ').append(component.getName()).append('=').append(ValueText.print(component.getName(), value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return out.toString();
    }
}

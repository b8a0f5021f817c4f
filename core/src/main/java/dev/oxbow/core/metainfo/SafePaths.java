package dev.oxbow.core.metainfo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every file of a torrent a path that is safe under the given rules: inside the directory, and different from all others. A name
 * that needs no change is left as it is. Takes time in proportion to the number of files, however many want to be called the same.
 */
public final class SafePaths {
    private final NamingRules rules;
    private final Set<String> takenFiles = new HashSet<>();
    private final Set<String> takenDirectories = new HashSet<>();
    /** By folded parent and wanted name: how the directory was spelt first. */
    private final Map<String, String> spelling = new HashMap<>();
    /** By folded parent and name without number: the first number that may be free. */
    private final Map<String, Integer> nextNumber = new HashMap<>();
    /** Of the last file, as the next one mostly lies beside it. */
    private List<String> lastRawParents = List.of();
    private List<String> lastParents = List.of();
    private String lastParentKey = "";

    public SafePaths(NamingRules rules) {
        this.rules = rules;
    }

    /** One component made safe; never empty. */
    public static String component(String name, NamingRules rules) {
        return SafeName.of(name, rules);
    }

    /**
     * The safe path for a file. Two files that would be one, or a file that would have to be a directory as well, get a number behind
     * their name. Directories that the file system takes for one become one.
     */
    public List<String> claim(List<String> rawPath) {
        List<String> rawParents = rawPath.subList(0, rawPath.size() - 1);
        if (!rawParents.equals(lastRawParents)) {
            claimParents(rawParents);
        }
        List<String> out = new ArrayList<>(lastParents);
        String parent = lastParentKey;
        String wanted = SafeName.of(rawPath.get(rawPath.size() - 1), rules);
        String file = isFree(key(parent, wanted)) ? wanted : numbered(parent, wanted);
        takenFiles.add(key(parent, file));
        out.add(file);
        return out;
    }

    private void claimParents(List<String> rawParents) {
        List<String> parents = new ArrayList<>();
        String parent = "";
        for (String raw : rawParents) {
            String directory = directory(parent, SafeName.of(raw, rules));
            parent = key(parent, directory);
            takenDirectories.add(parent);
            parents.add(directory);
        }
        lastRawParents = List.copyOf(rawParents);
        lastParents = parents;
        lastParentKey = parent;
    }

    private String key(String parent, String name) {
        return parent + "/" + SafeName.folded(name, rules);
    }

    private String directory(String parent, String wanted) {
        String key = key(parent, wanted);
        String known = spelling.get(key);
        if (known != null) {
            return known;
        }
        String directory = takenFiles.contains(key) ? numbered(parent, wanted) : wanted;
        spelling.put(key, directory);
        return directory;
    }

    private boolean isFree(String key) {
        return !takenFiles.contains(key) && !takenDirectories.contains(key);
    }

    private String numbered(String parent, String wanted) {
        String counter = key(parent, SafeName.unnumbered(wanted, rules));
        int number = nextNumber.getOrDefault(counter, 2);
        while (!isFree(key(parent, SafeName.numbered(wanted, number, rules)))) {
            number++;
        }
        nextNumber.put(counter, number + 1);
        return SafeName.numbered(wanted, number, rules);
    }
}

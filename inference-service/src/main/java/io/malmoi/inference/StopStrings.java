package io.malmoi.inference;

import java.util.List;
import java.util.Optional;

/**
 * Finds stop strings in a text that comes in pieces. Of what has come, it lets pass what cannot belong to a stop string any
 * more and holds back the rest. The result does not depend on where the pieces are cut: the stop string that is complete
 * first wins, and of several complete at the same character the longest.
 *
 * <p>For one text; not thread-safe.
 */
final class StopStrings {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private String found;

    /** Looks for any of the given strings, none of which is empty. */
    StopStrings(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Takes the next piece and returns the text that may pass; after a stop string was found, nothing passes. */
    String accept(String piece) {
        if (found != null) {
            return "";
        }
        int from = held.length();
        held.append(piece);
        for (int end = from + 1; end <= held.length(); end++) {
            String stop = endingAt(end);
            if (stop != null) {
                found = stop;
                return held.substring(0, end - stop.length());
            }
        }
        int safe = held.length() - longestBeginning();
        String text = held.substring(0, safe);
        held.delete(0, safe);
        return text;
    }

    /** The text held back, to be let pass when no more text comes. */
    String rest() {
        return found == null ? held.toString() : "";
    }

    /** The stop string that appeared, if one has. */
    Optional<String> found() {
        return Optional.ofNullable(found);
    }

    private String endingAt(int end) {
        String longest = null;
        for (String stop : stops) {
            boolean longer = longest == null || stop.length() > longest.length();
            if (longer && stop.length() <= end && matches(stop, end - stop.length(), stop.length())) {
                longest = stop;
            }
        }
        return longest;
    }

    /** The length of the longest end of the held text with which a stop string begins. */
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            int length = Math.min(stop.length() - 1, held.length());
            while (length > longest && !matches(stop, held.length() - length, length)) {
                length--;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    private boolean matches(String stop, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (held.charAt(at + i) != stop.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

package io.malmoi.artifacts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page of a list begins: after the artifact of this id. */
final class PageToken {
    private PageToken() {}

    static String after(String collection, String id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((collection + "/" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** The id; empty for the first page. Throws {@link IllegalArgumentException} for a token of no list, or of another. */
    static String id(String collection, String token) {
        if (token.isEmpty()) {
            return "";
        }
        String name;
        try {
            name = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknown(collection, token);
        }
        String id = name.substring(name.lastIndexOf('/') + 1);
        if (!name.equals(collection + "/" + id) || !ArtifactNames.isId(id)) {
            throw unknown(collection, token);
        }
        return id;
    }

    private static IllegalArgumentException unknown(String collection, String token) {
        return new IllegalArgumentException(
                "page token '" + token + "' was not given out by the list of " + collection);
    }
}

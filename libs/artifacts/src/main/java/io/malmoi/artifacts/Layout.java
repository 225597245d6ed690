package io.malmoi.artifacts;

/** Where an artifact's objects lie. No segment of a name has a '_', so a writer's folder is no artifact's. */
final class Layout {
    private static final String MANIFEST = "/manifest.json";

    private Layout() {}

    static String manifest(String name) {
        return name + MANIFEST;
    }

    static boolean isManifest(String key) {
        return key.endsWith(MANIFEST) && !key.contains("/_");
    }

    static String nameOf(String manifestKey) {
        return manifestKey.substring(0, manifestKey.length() - MANIFEST.length());
    }

    /** Beginning of all writers' folders. */
    static String writers(String name) {
        return name + "/_";
    }

    static String writerFolder(String name, String writer) {
        return writers(name) + writer + "/";
    }
}

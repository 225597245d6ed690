package io.malmoi.testkit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page {@code docs/configuration.md}, to be held against the mappings that it describes. */
public final class ConfigurationPage {
    private static final Pattern ROW =
            Pattern.compile("\\| `(malmoi\\.[^`]+)` \\| `([^`]+)` \\| (`[^`]*`|–) \\| .+ \\|");

    private ConfigurationPage() {}

    /** Every setting of Malmoi on the page, with its environment variable and default ({@code –}: none), as {@code A | B}. */
    public static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String line : Files.readAllLines(find())) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                settings.put(row.group(1), "`" + row.group(2) + "` | " + row.group(3));
            }
        }
        return settings;
    }

    /** What the page must say of the settings of these mappings. */
    public static Map<String, String> settings(Class<?>... mappings) {
        Map<String, String> settings = new TreeMap<>();
        for (Class<?> mapping : mappings) {
            collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, settings);
        }
        return settings;
    }

    private static void collect(String prefix, Class<?> group, Map<String, String> settings) {
        for (Method method : group.getDeclaredMethods()) {
            String name = prefix + "." + kebabCase(method.getName());
            if (method.getReturnType().isInterface()
                    && group.equals(method.getReturnType().getDeclaringClass())) {
                collect(name, method.getReturnType(), settings);
            } else {
                WithDefault value = method.getAnnotation(WithDefault.class);
                String variable = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
                settings.put(name, "`" + variable + "` | " + (value == null ? "–" : "`" + value.value() + "`"));
            }
        }
    }

    private static String kebabCase(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Path find() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/configuration.md"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/configuration.md");
    }
}

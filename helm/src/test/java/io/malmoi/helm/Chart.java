package io.malmoi.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The chart, rendered: every object by "Kind/name". */
record Chart(Map<String, Map<String, Object>> objects) {
    static final Path FOLDER = Path.of("malmoi");

    /** Renders the chart with values given as alternating names and values. */
    static Chart render(String... values) {
        return parse(text(values));
    }

    /** The rendered text. */
    static String text(String... values) {
        TemplateCommand command = new Helm(FOLDER).template().withName("malmoi");
        for (int i = 0; i < values.length; i += 2) {
            command = command.set(values[i], values[i + 1]);
        }
        return command.call();
    }

    static Chart parse(String text) {
        Map<String, Map<String, Object>> objects = new LinkedHashMap<>();
        StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
                .filter(o -> o != null)
                .map(Chart::map)
                .forEach(o ->
                        objects.put(o.get("kind") + "/" + map(o.get("metadata")).get("name"), o));
        return new Chart(objects);
    }

    /** What stands at a path of names and list positions in the object of this kind and name; null if nothing does. */
    Object at(String object, Object... path) {
        Object here = objects.get(object);
        for (Object step : path) {
            if (here == null) {
                return null;
            }
            here = step instanceof Integer i
                    ? ((List<?>) here).get(i)
                    : map(here).get(step);
        }
        return here;
    }

    /** The same for the only container of a Deployment. */
    Object container(String deployment, Object... path) {
        Object[] whole = new Object[path.length + 5];
        System.arraycopy(new Object[] {"spec", "template", "spec", "containers", 0}, 0, whole, 0, 5);
        System.arraycopy(path, 0, whole, 5, path.length);
        return at("Deployment/" + deployment, whole);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object o) {
        return (Map<String, Object>) o;
    }
}

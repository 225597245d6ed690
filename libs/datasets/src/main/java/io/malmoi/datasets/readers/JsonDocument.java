package io.malmoi.datasets.readers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a JSON record becomes: the text of one of its fields, or the record itself. */
final class JsonDocument {
    private JsonDocument() {}

    /**
     * The document of a record.
     *
     * @param place where the record stands, for the error message
     */
    static String of(JsonNode record, CorpusFormat format, String place) throws MalformedRecordException {
        if (!record.isObject()) {
            throw new MalformedRecordException(place + ": is no JSON object");
        }
        if (format.records()) {
            return record.isEmpty() ? "" : record.toString();
        }
        JsonNode text = record.get(format.column());
        if (text == null) {
            throw new MalformedRecordException(
                    place + ": there is no field '" + format.column() + "'; the record has " + fields(record));
        }
        if (text.isContainerNode()) {
            throw new MalformedRecordException(place + ": the field '" + format.column()
                    + "' is no text; keep the records whole, or name another");
        }
        return text.isNull() ? "" : text.asText();
    }

    private static String fields(JsonNode record) {
        List<String> names = new ArrayList<>();
        record.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? "no fields" : String.join(", ", names);
    }
}

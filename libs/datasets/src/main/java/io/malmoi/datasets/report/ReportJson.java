package io.malmoi.datasets.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reports as JSON, their fields in snake_case. */
public final class ReportJson {
    /** Name of the file beside a corpus or dataset that holds its report. */
    public static final String FILE = "report.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ReportJson() {}

    /** A report in UTF-8. */
    public static byte[] write(Record report) {
        try {
            return JSON.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always printable", e);
        }
    }

    /**
     * A report that {@link #write} wrote.
     *
     * @throws IOException if it is none
     */
    public static <T extends Record> T read(byte[] json, Class<T> type) throws IOException {
        return JSON.readValue(json, type);
    }
}

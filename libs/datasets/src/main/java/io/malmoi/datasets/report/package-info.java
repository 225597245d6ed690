/**
 * Reports of corpora and datasets: measured in bounded memory while they are made, kept as {@code report.json} beside them, shown as a
 * page of HTML.
 */
package io.malmoi.datasets.report;

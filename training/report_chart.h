#pragma once

#include <string>
#include <vector>

namespace mien {

/// A curve y(x). Values that are not finite are gaps.
struct ReportChart {
  std::string title;
  std::string x_title;
  std::vector<double> x, y;
};

/// A chart as an SVG element for an HTML page: axes with round ticks, the curve, and the last value
/// beside the title.
///
/// A curve of more than 60 points is drawn twice: pale as measured, and strong as a centred running
/// mean. More than 600 points are first averaged in groups. The y axis is logarithmic if all values
/// are positive and the largest is over 50 times the smallest. Colours and fonts come from the
/// page's classes `grid`, `axis`, `raw`, `line`, `dot`, `title`, `value`.
std::string chart_svg(const ReportChart& chart);

/// `text` with the characters that mean something in HTML escaped.
std::string escape_html(const std::string& text);

/// A number for people: 4 significant digits, "1.234e-5" when small.
std::string number_for_people(double value);

}  // namespace mien

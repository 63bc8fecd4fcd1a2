# Asks a Boost.Test binary for its cases and writes one add_test line for each. A case whose
# precondition is false would count as passed: CTest is told to call it skipped. Cases run side by
# side, so that a thread which waits for others must not hold a core.
execute_process(COMMAND ${BINARY} --list_content=HRF ERROR_VARIABLE tree OUTPUT_VARIABLE ignored
                RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${BINARY} --list_content failed: ${tree}")
endif()
string(REPLACE ";" "," tree "${tree}")
string(REGEX MATCHALL "[^\n]+" lines "${tree}")
set(suites)
set(previous_name)
set(previous_depth -1)
set(entries)
# A line is a suite when the next one is indented deeper; otherwise it is a case.
foreach(line IN LISTS lines ITEMS "")
  string(STRIP "${line}" name)
  string(FIND "${line}" "${name}" depth)
  math(EXPR depth "${depth} / 4")
  if(previous_name)
    list(SUBLIST suites 0 ${previous_depth} suites)
    if(line AND depth GREATER previous_depth)
      list(APPEND suites ${previous_name})
    else()
      list(JOIN suites "/" path)
      list(JOIN suites "." dotted)
      if(path)
        string(APPEND path "/")
        string(APPEND dotted ".")
      endif()
      string(APPEND entries "add_test([==[${PREFIX}.${dotted}${previous_name}]==] "
        "[==[${BINARY}]==] [==[--run_test=${path}${previous_name}]==] --log_level=test_suite --color_output=no)\n"
        "set_tests_properties([==[${PREFIX}.${dotted}${previous_name}]==] PROPERTIES "
        "SKIP_REGULAR_EXPRESSION [==[is skipped because precondition failed]==] "
        "ENVIRONMENT OMP_WAIT_POLICY=passive)\n")
    endif()
  endif()
  string(REGEX REPLACE "[*:].*" "" previous_name "${name}")
  set(previous_depth ${depth})
endforeach()
file(WRITE ${OUT} "${entries}")

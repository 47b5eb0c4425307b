@echo off
chcp 65001 >nul
rem Double-click: all years lie in one folder under Documents. Drop a year's folder on this file to open that one.
if not "%~1"=="" (
  "%~dp0xxgk.exe" desk "%~1"
) else (
  "%~dp0xxgk.exe" desk --years "%USERPROFILE%\Documents\信息公开年报"
)
if errorlevel 1 pause
